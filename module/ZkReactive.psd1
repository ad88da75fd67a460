@{
    RootModule = 'ZkReactive.psm1'
    ModuleVersion = '0.1.0'
    GUID = '5f0e3c1a-7a52-4c58-9d2e-0b6f4d2f8e11'
    Author = 'ZkReactive maintainers'
    CompanyName = 'ZkReactive'
    Copyright = '(c) ZkReactive maintainers'
    Description = 'Drive fleets of servers from Apache ZooKeeper: znodes, live watches, verified deploys.'
    PowerShellVersion = '7.6'
    CompatiblePSEditions = @('Core')
    FormatsToProcess = @('ZkReactive.Format.ps1xml')
    TypesToProcess = @('ZkReactive.Types.ps1xml')
    CmdletsToExport = @(
        'Connect-Zk'
        'Disconnect-Zk'
        'Enter-ZkLock'
        'Exit-ZkGroup'
        'Exit-ZkLock'
        'Export-ZkJournal'
        'Get-ZkChildNode'
        'Get-ZkDeploy'
        'Get-ZkJournal'
        'Get-ZkGroup'
        'Get-ZkNode'
        'Get-ZkPolicy'
        'Get-ZkServerStatus'
        'Get-ZkServices'
        'Get-ZkSession'
        'Install-ZkDeployHook'
        'New-ZkDeployKey'
        'Join-ZkGroup'
        'New-ZkEnsemble'
        'New-ZkName'
        'New-ZkNode'
        'Publish-ZkDeploy'
        'Register-ZkService'
        'Remove-ZkNode'
        'Resume-ZkDeploy'
        'Publish-ZkPolicy'
        'Remove-ZkNode'
        'Remove-ZkPolicy'
        'Receive-ZkNotification'
        'Remove-ZkNode'
        'Send-ZkNotification'
        'Set-ZkNode'
        'Start-ZkDeployAgent'
        'Start-ZkEnsemble'
        'Start-ZkServer'
        'Stop-ZkEnsemble'
        'Stop-ZkServer'
        'Suspend-ZkDeploy'
        'Test-ZkEnsemble'
        'Test-ZkNode'
        'Unregister-ZkService'
        'Undo-ZkDeploy'
        'Uninstall-ZkDeployHook'
        'Test-ZkPolicy'
        'Use-ZkLock'
        'Watch-ZkDeploy'
        'Use-ZkLeadership'
        'Use-ZkLock'
        'Wait-ZkBarrier'
        'Watch-ZkGroup'
        'Watch-ZkNode'
        'Watch-ZkService'
        'Watch-ZkPolicy'
    )
    FunctionsToExport = @()
    AliasesToExport = @('Get-ZkService')
    VariablesToExport = @()
    PrivateData = @{
        PSData = @{
            Tags = @('ZooKeeper', 'Deployment', 'Configuration', 'Rx', 'Windows', 'Linux', 'MacOS', 'PSEdition_Core')
        }
    }
}

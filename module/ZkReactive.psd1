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
        'Get-ZkGroup'
        'Get-ZkJournal'
        'Get-ZkNode'
        'Get-ZkPolicy'
        'Get-ZkServerStatus'
        'Get-ZkServices'
        'Get-ZkSession'
        'Install-ZkDeployHook'
        'Join-ZkGroup'
        'New-ZkDeployKey'
        'New-ZkEnsemble'
        'New-ZkName'
        'New-ZkNode'
        'Publish-ZkDeploy'
        'Publish-ZkPolicy'
        'Receive-ZkNotification'
        'Register-ZkService'
        'Remove-ZkNode'
        'Remove-ZkPolicy'
        'Resume-ZkDeploy'
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
        'Test-ZkPolicy'
        'Undo-ZkDeploy'
        'Uninstall-ZkDeployHook'
        'Unregister-ZkService'
        'Use-ZkLeadership'
        'Use-ZkLock'
        'Wait-ZkBarrier'
        'Watch-ZkDeploy'
        'Watch-ZkGroup'
        'Watch-ZkNode'
        'Watch-ZkPolicy'
        'Watch-ZkService'
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

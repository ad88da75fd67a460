BeforeDiscovery {
    Import-Module (Join-Path $PSScriptRoot common.psm1) -Force
    Import-BuiltModule
    $commands = Get-Command -Module ZkReactive -CommandType Cmdlet | ForEach-Object { @{ Name = $_.Name; Command = $_ } }
}

Describe 'The surface' {
    It 'exports what the manifest lists, cmdlets only' {
        $manifest = Import-PowerShellDataFile $ModulePath
        $exported = Get-Command -Module ZkReactive -CommandType Cmdlet, Function
        $exported.Name | Sort-Object | Should -Be ($manifest.CmdletsToExport | Sort-Object)
        $exported.CommandType | Sort-Object -Unique | Should -Be Cmdlet
        (Get-Command -Module ZkReactive -CommandType Alias).Name | Sort-Object | Should -Be ($manifest.AliasesToExport | Sort-Object)
        Test-ModuleManifest $ModulePath | Should -Not -BeNullOrEmpty
    }

    It '<Name> uses an approved verb' -ForEach $commands { (Get-Verb).Verb | Should -Contain $Command.Verb }

    It '<Name> states its output' -ForEach $commands { $Command.OutputType | Should -Not -BeNullOrEmpty }

    It '<Name> takes -Session' -ForEach ($commands | Where-Object Name -notmatch 'Zk(Test)?Server$|-ZkEnsemble$(?<!Test-ZkEnsemble)|^Exit-|^Connect-Zk$|^Get-ZkSession$|^New-ZkDeployKey$|-ZkDeployHook$|-ZkJournal$') {
        $Command.Parameters.Keys | Should -Contain Session
    }

    It '<Name> takes -WhatIf and -Confirm' -ForEach ($commands | Where-Object Name -notmatch '^(Get|Test|Watch|Wait)-|^(Connect-Zk|Export-ZkTree|Register-ZkEvent|Use-ZkTestServer)$') {
        $Command.Parameters.Keys | Should -Contain WhatIf
        $Command.Parameters.Keys | Should -Contain Confirm
    }
}

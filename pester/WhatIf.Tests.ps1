BeforeDiscovery {
    Import-Module (Join-Path $PSScriptRoot common.psm1) -Force
    Import-BuiltModule

    # How to ask each writer what it would do; a writer that is not here fails the test.
    $asked = @{
        'Add-ZkQueueItem'          = { Add-ZkQueueItem /queue work -WhatIf }
        'Export-ZkJournal'         = { Export-ZkJournal $state (Join-Path $folder out.jsonl) -WhatIf }
        'Import-ZkTree'            = { Export-ZkTree /app | Import-ZkTree /copy -WhatIf }
        'Install-ZkDeployHook'     = { Install-ZkDeployHook $repository.Folder -Branch main -RelativePath shop -Zkr /bin/true -WhatIf }
        'Invoke-ZkTransaction'     = { Invoke-ZkTransaction { New-ZkNode /tx; Remove-ZkNode /app/config } -WhatIf }
        'New-ZkDeployKey'          = { New-ZkDeployKey (Join-Path $folder key.pem) -WhatIf }
        'New-ZkEnsemble'           = { New-ZkEnsemble (Join-Path $folder ensemble) -BasePort 0 -WhatIf }
        'New-ZkName'               = { New-ZkName /names web1 -WhatIf }
        'New-ZkNode'               = { New-ZkNode /new -WhatIf }
        'Publish-ZkDeploy'         = { Publish-ZkDeploy -Url $repository.Url -CommitId $repository.Commits[1] -RelativePath shop -WhatIf }
        'Publish-ZkPolicy'         = { Publish-ZkPolicy /Proxy2 $policies.Acl1, $policies.Agl1 -WhatIf }
        'Register-ZkService'       = { Register-ZkService /service/shop/other 10.0.0.5 80 -WhatIf }
        'Remove-ZkNode'            = { Remove-ZkNode /app -Recurse -WhatIf }
        'Remove-ZkPolicy'          = { Remove-ZkPolicy /Proxy Acl1 -WhatIf }
        'Resume-ZkDeploy'          = { Resume-ZkDeploy -WhatIf }
        'Send-ZkNotification'      = { Send-ZkNotification /tell hello -WhatIf }
        'Set-ZkAcl'                = { Set-ZkAcl /app world:anyone:r -Recurse -WhatIf }
        'Set-ZkNode'               = { Set-ZkNode /app/config x -WhatIf }
        'Start-ZkDeployAgent'      = { Start-ZkDeployAgent -Root (Join-Path $folder agent) -Once -WhatIf }
        'Start-ZkEnsemble'         = { $ensemble | Start-ZkEnsemble -WhatIf }
        'Start-ZkServer'           = { Start-ZkServer -Port 0 -WhatIf }
        'Step-ZkCounter'           = { Step-ZkCounter /counter -WhatIf }
        'Stop-ZkEnsemble'          = { $ensemble | Stop-ZkEnsemble -WhatIf }
        'Stop-ZkServer'            = { Stop-ZkServer -WhatIf }
        'Suspend-ZkDeploy'         = { Suspend-ZkDeploy -WhatIf }
        'Undo-ZkDeploy'            = { Undo-ZkDeploy -WhatIf }
        'Uninstall-ZkDeployHook'   = { Uninstall-ZkDeployHook $repository.Folder -WhatIf }
        'Unregister-ZkService'     = { $registration | Unregister-ZkService -WhatIf }
        'Use-ZkQueueItem'          = { Use-ZkQueueItem /queue { Set-ZkNode /app/config x } -WhatIf }
    }
    $writers = Get-Command -Module ZkReactive -CommandType Cmdlet | Where-Object { $_.Parameters.ContainsKey('WhatIf') } |
        ForEach-Object { @{ Name = $_.Name; Ask = $asked[$_.Name] } }
}

BeforeAll {
    $server = Start-TestServer
    $folder = (New-Item (Join-Path $TestDrive ([guid]::NewGuid().ToString('n'))) -ItemType Directory).FullName
    $repository = New-TestRepository (Join-Path $folder repository)
    $policies = New-TestPolicies (Join-Path $folder policies)
    $null = Publish-ZkPolicy /Proxy $policies.Acl1, $policies.Agl1
    $commits = $repository.Commits
    $state = Join-Path $folder www .zkreactive
    foreach ($commit in $commits) {
        $null = Publish-ZkDeploy -Url $repository.Url -CommitId $commit -RelativePath shop
        $null = Start-ZkDeployAgent -Root (Join-Path $folder www) -Once -AllowScheme File
    }
    $registration = Register-ZkService /service/shop/web 10.0.0.5 80
    $ensemble = New-ZkEnsemble (Join-Path $folder three) -BasePort 0

    # Everything that a writer might touch: the tree, the files, the servers.
    function Get-World {
        Export-ZkTree / -WarningAction Ignore
        Get-ZkChildNode / -Recurse | ForEach-Object { "$($_.Path) $($_.Stat)" }
        Get-ChildItem $folder -Recurse -File -Force | Where-Object FullName -notlike "*zkreactive*" | ForEach-Object { "$($_.FullName) $($_.Length) $($_.LastWriteTimeUtc.Ticks)" }
        Get-ZkSession | ForEach-Object { "$_ $($_.Status)" }
        "$($server.Port)"
    }
}
AfterAll { Get-Job | Remove-Job -Force; Stop-TestServer }

Describe 'With -WhatIf' {
    It '<Name> writes nothing' -ForEach $writers {
        $Ask | Should -Not -BeNullOrEmpty -Because "$Name is a writer and must be tried here"
        $before = Get-World
        $null = & $Ask
        Get-World | Should -Be $before
    }

    It '<Name> names what it would do, or shows it' -ForEach ($writers | Where-Object { $_.Name -notin 'Export-ZkJournal' }) {
        $transcript = Join-Path $TestDrive "$Name.txt"
        $null = Start-Transcript $transcript
        try { $shown = @(& $Ask) } finally { $null = Stop-Transcript }
        ((Get-Content $transcript -Raw) -match 'What if: ' -or $shown.Count -gt 0) | Should -BeTrue
    }
}

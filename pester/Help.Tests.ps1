BeforeDiscovery {
    Import-Module (Join-Path $PSScriptRoot common.psm1) -Force
    Import-BuiltModule
    $commands = Get-Command -Module ZkReactive -CommandType Cmdlet | ForEach-Object { @{ Name = $_.Name; Command = $_ } }
    $pages = Get-ChildItem (Join-Path (Split-Path $PSScriptRoot) docs cmdlets *.md)
    $examples = foreach ($page in $pages) {
        $number = 0
        foreach ($block in [regex]::Matches((Get-Content $page -Raw), '(?ms)^```powershell( no-run)?\r?\n(.*?)^```')) {
            $number++
            if (-not $block.Groups[1].Success) { @{ Page = $page.BaseName; Number = $number; Code = $block.Groups[2].Value } }
        }
    }
}

Describe 'Help' {
    It '<Name> has a synopsis, a description, examples and outputs' -ForEach $commands {
        $help = Get-Help $Name
        $help.Synopsis | Should -Not -BeNullOrEmpty
        $help.Synopsis | Should -Not -Match ([regex]::Escape($Name) + ' \[')
        $help.description.Text | Should -Not -BeNullOrEmpty
        @($help.examples.example).Count | Should -BeGreaterOrEqual 2
        @($help.returnValues.returnValue.type.name) | Should -Be @($Command.OutputType.Name | ForEach-Object { $_ -replace '^void$', 'System.Void' })
    }

    It '<Name> describes every parameter' -ForEach $commands {
        $common = [System.Management.Automation.Cmdlet]::CommonParameters
        foreach ($parameter in $Command.Parameters.Keys | Where-Object { $_ -notin $common }) {
            (Get-Help $Name -Parameter $parameter).description.Text | Should -Not -BeNullOrEmpty -Because "-$parameter is offered"
        }
    }

    It 'has a topic about the module' { Get-Help about_ZkReactive | Out-String | Should -Match 'SESSIONS' }

    It 'has a topic about the drive' { Get-Help about_ZkReactive_Drive | Out-String | Should -Match 'WILDCARDS' }

    It 'has a topic <_>' -ForEach about_ZkReactive_Streams, about_ZkReactive_Deploy, about_ZkReactive_Policies, about_ZkReactive_Agents {
        $text = Get-Help $_ | Out-String
        $text | Should -Match "(?s)TOPIC\s+$_.*SHORT DESCRIPTION.*LONG DESCRIPTION.*SEE ALSO"
        $text -split '\r?\n' | ForEach-Object Length | Measure-Object -Maximum | ForEach-Object Maximum | Should -BeLessOrEqual 80
    }

    It 'speaks Chinese where the user does' {
        $before = [cultureinfo]::CurrentUICulture
        try {
            [cultureinfo]::CurrentUICulture = 'zh-CN'
            (Get-Help Set-ZkNode).Synopsis | Should -Be '替换节点的数据。'
            (Get-Help Set-ZkNode -Parameter Create).description.Text | Should -BeLike '节点不存在时*'
            Get-Help about_ZkReactive | Out-String | Should -Match '会话'
        }
        finally { [cultureinfo]::CurrentUICulture = $before }
    }

    It '<Name> shows examples that parse' -ForEach $commands {
        foreach ($example in (Get-Help $Name -Examples).examples.example) {
            $problems = $null
            $null = [System.Management.Automation.Language.Parser]::ParseInput($example.code, [ref]$null, [ref]$problems)
            $problems | Should -BeNullOrEmpty -Because $example.code
        }
    }
}

Describe 'The examples' {
    BeforeEach {
        $server = Start-TestServer
        $env:ZKREACTIVE_CONNECT = $server.ConnectString
        $repository = New-TestRepository (Join-Path $TestDrive ([guid]::NewGuid().ToString('n')))
        $root = Join-Path $TestDrive ([guid]::NewGuid().ToString('n'))
        Push-Location (New-Item (Join-Path $TestDrive ([guid]::NewGuid().ToString('n'))) -ItemType Directory)
        if ($Page -like '*-ZkPolicy') {
            $files = New-TestPolicies ./policies
            $null = Publish-ZkPolicy /Proxy $files.Acl1, $files.Agl1
        }
    }
    AfterEach {
        Pop-Location
        $env:ZKREACTIVE_CONNECT = $null
        Get-Job | Remove-Job -Force
        Stop-TestServer
    }

    It '<Page>, example <Number>, runs' -ForEach $examples {
        # The examples name a host, a commit and a folder that are not there; the tests put real ones in their place.
        $script = $Code.Replace('https://git.example/shop.git', $repository.Url).Replace('/srv/www/.zkreactive', "'$root/.zkreactive'").Replace('/srv/www', "'$root'").Replace('/srv/zk', "'$root'").
            Replace('5b3c0f0e9d7a4e2f8a1b6c5d4e3f2a1b0c9d8e7f', $repository.Commits[1])
        if ($Page -match 'Journal') { $null = Start-ZkDeployAgent -Root $root -Once }
        $block = [scriptblock]::Create("`$ErrorActionPreference = 'Stop'`n$script")
        $written = & $block

        # What an example writes is of a type that one of its commands says it writes.
        $named = $block.Ast.FindAll({ $args[0] -is [System.Management.Automation.Language.CommandAst] }, $true) | ForEach-Object { $_.GetCommandName() } |
            ForEach-Object { Get-Command $_ -Module ZkReactive -ErrorAction Ignore } | ForEach-Object { $_ -is [System.Management.Automation.AliasInfo] ? $_.ResolvedCommand : $_ }
        foreach ($type in $written | Where-Object { $_ -and $_.GetType().FullName -like 'ZkReactive.*' -and $_.GetType().Namespace -notlike 'ZkReactive.Protocol*' } | ForEach-Object { $_.GetType().FullName } | Sort-Object -Unique) {
            $named.OutputType.Name | Should -Contain $type
        }
    }
}

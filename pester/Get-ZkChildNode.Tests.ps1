BeforeAll {
    Import-Module (Join-Path $PSScriptRoot common.psm1) -Force
    $null = Connect-TestServer
}
AfterAll { Stop-TestServer }

Describe 'Get-ZkChildNode' {
    It 'lists children in order, with data' {
        $children = Get-ZkChildNode /app/servers
        $children.Path | Should -Be /app/servers/web1, /app/servers/web2
        $children.DataAsText | Should -Be up, down
    }

    It 'lists the root by default' { (Get-ZkChildNode).Path | Should -Contain /app }

    It 'lists a tree, parents first' {
        (Get-ZkChildNode /app -Recurse).Path | Should -Be /app/config, /app/old, /app/old/a, /app/old/b, /app/servers, /app/servers/web1, /app/servers/web2
    }

    It 'goes only as deep as told' {
        (Get-ZkChildNode / -Depth 1).Path | Should -Contain /app/old
        (Get-ZkChildNode / -Depth 1).Path | Should -Not -Contain /app/old/a
        (Get-ZkChildNode /app -Depth 0 -Name) | Should -Be config, old, servers
    }

    It 'gives names only' {
        Get-ZkChildNode /app/servers -Name | Should -Be web1, web2
        Get-ZkChildNode /app -Recurse -Name | Should -Contain servers/web1
    }

    It 'reads many children' {
        $null = New-ZkNode /many
        $null = 1..300 | ForEach-Object { '/many/n{0:000}' -f $_ } | New-ZkNode
        $names = Get-ZkChildNode /many -Name
        $names | Should -HaveCount 300
        $names[299] | Should -Be n300
        Get-ZkChildNode /many | Select-Object -First 2 | Should -HaveCount 2
        Remove-ZkNode /many -Recurse -Force
    }

    It 'is an error for a parent that is missing' {
        Get-ZkChildNode /missing -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'ZkNoNode,*'
    }

    It 'gives what it says' {
        $types = (Get-Command Get-ZkChildNode).OutputType.Name
        $types | Should -Contain (Get-ZkChildNode /app)[0].GetType().FullName
        $types | Should -Contain (Get-ZkChildNode /app -Name)[0].GetType().FullName
    }
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot common.psm1) -Force
    $null = Connect-TestServer
}
AfterAll { Stop-TestServer }

Describe 'Get-ZkNode' {
    It 'gives data, text and facts' {
        $node = Get-ZkNode /app/config
        $node.Path | Should -BeExactly /app/config
        $node.Name | Should -Be config
        $node.Data | Should -BeOfType byte
        $node.DataAsText | Should -Be 'colour=blue'
        $node.Version | Should -Be 0
        $node.Kind | Should -Be Persistent
        $node.EphemeralOwner | Should -BeNullOrEmpty
        $node.Session.Name | Should -Be (Get-ZkSession)[-1].Name
        $node.Modified | Should -BeOfType DateTimeOffset
        (Get-ZkNode /app).ChildCount | Should -Be 3
    }

    It 'takes paths from the pipeline, as text and by name' {
        ('/app', '/app/config' | Get-ZkNode).Path | Should -Be /app, /app/config
        ([pscustomobject]@{ Path = '/app' } | Get-ZkNode).Path | Should -Be /app
        ([pscustomobject]@{ PSPath = '/app' } | Get-ZkNode).Path | Should -Be /app
        (Get-ZkNode /app | Get-ZkNode).Path | Should -Be /app
        (Get-ZkNode /app, /app/old).Path | Should -Be /app, /app/old
    }

    It 'goes on after a path that is missing, with an error that names it' {
        $found = '/app', '/missing', '/app/config' | Get-ZkNode -ErrorVariable problem -ErrorAction SilentlyContinue
        $found.Path | Should -Be /app, /app/config
        $problem | Should -HaveCount 1
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'ZkNoNode,*'
        $problem[0].CategoryInfo.Category | Should -Be ObjectNotFound
        $problem[0].TargetObject | Should -Be /missing
        "$($problem[0])" | Should -BeLike '*/missing*'
    }

    It 'ends the command with -ErrorAction Stop' {
        { '/missing', '/app' | Get-ZkNode -ErrorAction Stop } | Should -Throw -ErrorId 'ZkNoNode,*'
    }

    It 'refuses what is no path' {
        { Get-ZkNode relative } | Should -Throw "*must start with '/'*"
        { Get-ZkNode /a/../b } | Should -Throw '*relative segments*'
    }

    It 'says how to connect when there is no session' {
        $other = Start-InRunspace { Get-ZkNode / }
        $null = $other.Shell.EndInvoke($other.Handle)
        $other.Shell.Streams.Error[0].FullyQualifiedErrorId | Should -BeLike 'ZkNotConnected,*'
        $other.Shell.Streams.Error[0].ErrorDetails.RecommendedAction | Should -BeLike '*Connect-Zk*'
        $other.Shell.Dispose()
    }

    It 'completes paths, with the quotes they need' {
        $null = New-ZkNode '/app/two words'
        (TabExpansion2 'Get-ZkNode /app/co' 18).CompletionMatches.CompletionText | Should -Be /app/config
        (TabExpansion2 'Get-ZkNode /app/tw' 18).CompletionMatches.CompletionText | Should -Be "'/app/two words'"
        (TabExpansion2 "Get-ZkNode '/app/tw" 19).CompletionMatches.CompletionText | Should -Be "'/app/two words'"
        Remove-ZkNode '/app/two words'
    }

    It 'completes nothing, and no error, below a node that is not there' {
        $error.Clear()
        (TabExpansion2 'Get-ZkNode /missing/x' 21).CompletionMatches | Where-Object CompletionText -like '/missing*' | Should -BeNullOrEmpty
        $error | Should -BeNullOrEmpty
    }

    It 'prints a table that fits 80 columns' {
        (Get-ZkNode /app/config | Format-AtEighty).Trim("`n") | Should -Be @'
Kind       Version Children Data                     Path
----       ------- -------- ----                     ----
Persistent       0        0 colour=blue              /app/config
'@.ReplaceLineEndings("`n")
    }

    It 'prints a list with the text' {
        Get-ZkNode /app/config | Format-List | Format-AtEighty | Should -Match 'DataAsText +: colour=blue'
    }

    It 'gives what it says' {
        (Get-Command Get-ZkNode).OutputType.Name | Should -Contain (Get-ZkNode /).GetType().FullName
    }
}

# What every suite shares: the module as it was built, an embedded server, and a session.
Set-StrictMode -Version Latest

$repository = Split-Path $PSScriptRoot
$ModulePath = Join-Path $repository artifacts module ZkReactive ZkReactive.psd1

function Import-BuiltModule {
    Import-Module $ModulePath -Global
}

# Starts a fresh server with the nodes that the tests use and connects to it; gives the server.
function Start-TestServer {
    Import-BuiltModule
    $server = Start-ZkServer -Port 0
    $null = $server | Connect-Zk
    Initialize-TestTree
    $server
}

# The node that stands for the root of that server in these tests.
$script:root = $null

# Connects to the server that ZKREACTIVE_TEST_CONNECT names, if it is set: the same tests against Apache ZooKeeper.
function Connect-TestServer {
    if (-not $env:ZKREACTIVE_TEST_CONNECT) { return Start-TestServer }
    Import-BuiltModule
    $script:root = '/pester-' + [guid]::NewGuid().ToString('n')
    $null = Connect-Zk $env:ZKREACTIVE_TEST_CONNECT -Name setup
    $null = New-ZkNode $root -Session setup
    Disconnect-Zk setup
    $null = Connect-Zk ($env:ZKREACTIVE_TEST_CONNECT + $root)
    Initialize-TestTree
}

function Initialize-TestTree {
    $null = New-ZkNode /app/config 'colour=blue' -CreateParents
    $null = New-ZkNode /app/servers/web1 'up' -CreateParents
    $null = New-ZkNode /app/servers/web2 'down'
    $null = New-ZkNode /app/old/a -CreateParents
    $null = New-ZkNode /app/old/b
}

# Takes everything of this runspace down again.
function Stop-TestServer {
    Disconnect-Zk -All
    if ($root) {
        $null = Connect-Zk $env:ZKREACTIVE_TEST_CONNECT
        Remove-ZkNode $root -Recurse -Force
        Disconnect-Zk -All
        $script:root = $null
    }
    Stop-ZkServer -All
}

# Makes a Git repository with two commits; gives its folder, its URL and the commits, oldest first.
function New-TestRepository([string] $Folder) {
    $null = New-Item $Folder -ItemType Directory -Force
    $git = { git -C $Folder -c user.name=test -c user.email=test@example.org -c commit.gpgsign=false @args | Out-Null }
    & $git init -q
    foreach ($text in 'one', 'two') {
        Set-Content (Join-Path $Folder file.txt) $text
        & $git add -A
        & $git commit -q -m $text
    }
    [pscustomobject]@{
        Folder  = $Folder
        Url     = [uri]::new($Folder).AbsoluteUri
        Commits = @(git -C $Folder rev-list --reverse HEAD)
    }
}

# Writes the two policies of the guide into a folder; gives their files.
function New-TestPolicies([string] $Folder) {
    $null = New-Item $Folder -ItemType Directory -Force
    $acl = Join-Path $Folder Acl1.xml
    $agl = Join-Path $Folder Agl1.xml
    Set-Content $acl -NoNewline @'
<acl xmlns="urn:zkreactive:policy:1" name="Acl1">
  <route from="1" to="50000" next="BL1"/>
  <route from="50001" to="99999" next="BL2" when="platform = 'ios' and retries &lt; 3"/>
  <otherwise next="BL3"/>
</acl>
'@
    Set-Content $agl -NoNewline @'
<agl xmlns="urn:zkreactive:policy:1" name="Agl1">
  <rule when="vip or id % 100 in (7, 8)" then="deliver-now"/>
  <otherwise then="queue"/>
</agl>
'@
    [pscustomobject]@{ Acl1 = $acl; Agl1 = $agl }
}

# Runs a script in a runspace of its own and gives the PowerShell object, running.
function Start-InRunspace([scriptblock] $Script, [object[]] $Arguments = @()) {
    $state = [initialsessionstate]::CreateDefault2()
    $state.ImportPSModule($ModulePath)
    $shell = [powershell]::Create($state)
    $null = $shell.AddScript($Script)
    foreach ($argument in $Arguments) { $null = $shell.AddArgument($argument) }
    $output = [System.Management.Automation.PSDataCollection[psobject]]::new()
    $inputs = [System.Management.Automation.PSDataCollection[psobject]]::new()
    $inputs.Complete()
    [pscustomobject]@{ Shell = $shell; Output = $output; Handle = $shell.BeginInvoke($inputs, $output) }
}

# Copies the module as another version: the manifest and the assemblies that are ours alone say so, as if it had been built
# then. Gives its manifest.
function Copy-AsVersion([string] $Folder, [version] $Version) {
    $copy = Join-Path $Folder ZkReactive $Version
    $null = Copy-Item (Split-Path $ModulePath) $copy -Recurse
    $manifest = Join-Path $copy ZkReactive.psd1
    (Get-Content $manifest -Raw) -replace "ModuleVersion = '[^']+'", "ModuleVersion = '$Version'" | Set-Content $manifest
    foreach ($name in 'ZkReactive.PowerShell.dll', 'ZkReactive.PowerShell.Loader.dll') { Set-AssemblyVersion (Join-Path $copy bin $name) $Version }
    $manifest
}

# Gives an assembly another version and another identity of its module, by which the runtime tells one build from the next.
function Set-AssemblyVersion([string] $File, [version] $Version) {
    $bytes = [System.IO.File]::ReadAllBytes($File)
    $image = [System.Reflection.PortableExecutable.PEReader]::new([System.IO.MemoryStream]::new($bytes))
    $metadata = [System.Reflection.Metadata.PEReaderExtensions]::GetMetadataReader($image)
    $tables = [System.Reflection.Metadata.Ecma335.MetadataReaderExtensions]
    $start = $image.PEHeaders.MetadataStartOffset

    # A row of the table Assembly: hash algorithm (4 bytes), then major, minor, build and revision (2 each). ECMA-335 II.22.2.
    $at = $start + $tables::GetTableMetadataOffset($metadata, [System.Reflection.Metadata.Ecma335.TableIndex]::Assembly) + 4
    foreach ($part in $Version.Major, $Version.Minor, $Version.Build) {
        [System.BitConverter]::GetBytes([uint16]$part).CopyTo($bytes, $at)
        $at += 2
    }

    # The compiler puts the module's identity first in the heap of GUIDs. ECMA-335 II.22.30.
    $at = $start + $tables::GetHeapMetadataOffset($metadata, [System.Reflection.Metadata.Ecma335.HeapIndex]::Guid)
    if ([guid][byte[]]$bytes[$at..($at + 15)] -ne $metadata.GetGuid($metadata.GetModuleDefinition().Mvid)) { throw "The identity of $File is elsewhere." }
    [guid]::NewGuid().ToByteArray().CopyTo($bytes, $at)
    [System.IO.File]::WriteAllBytes($File, $bytes)
}

# Waits until a condition holds; the deadline is generous because only a broken build meets it.
function Wait-Until([scriptblock] $Condition, [string] $What = 'the condition') {
    $deadline = [System.Diagnostics.Stopwatch]::StartNew()
    while (-not (& $Condition)) {
        if ($deadline.Elapsed.TotalSeconds -gt 30) { throw "Waited 30 seconds for $What." }
        Start-Sleep -Milliseconds 20
    }
}

# What a command prints at 80 columns, without colours and trailing spaces.
function Format-AtEighty {
    $PSStyle.OutputRendering = 'PlainText'
    (($input | Out-String -Width 80) -split "`r?`n" | ForEach-Object TrimEnd) -join "`n"
}

Export-ModuleMember -Function * -Variable ModulePath

#!/usr/bin/env pwsh
<#
.SYNOPSIS
    Builds, tests, packs and installs ZkReactive; a few lines over dotnet.
.EXAMPLE
    ./build.ps1
    Builds everything and lays the module out at artifacts/module/ZkReactive.
.EXAMPLE
    ./build.ps1 -Configuration Release -Task Test, Pack
    Runs every test, then makes artifacts/packages/ZkReactive.<version>.nupkg, which Install-PSResource takes.
.EXAMPLE
    ./build.ps1 -Task Install
    Builds and copies the module to where Import-Module ZkReactive finds it.
#>
[CmdletBinding()]
param(
    [ValidateSet('Debug', 'Release')]
    [string] $Configuration = 'Debug',

    [ValidateSet('Build', 'Test', 'Pester', 'Pack', 'Install')]
    [string[]] $Task = 'Build',

    # Takes what was built before.
    [switch] $NoBuild,

    # Where Pack puts the package.
    [string] $Destination = (Join-Path $PSScriptRoot artifacts packages)
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
$PSNativeCommandUseErrorActionPreference = $true
$module = Join-Path $PSScriptRoot artifacts module ZkReactive

function Invoke-Build {
    dotnet build (Join-Path $PSScriptRoot ZkReactive.sln) -c $Configuration --nologo
}

function Invoke-Test {
    dotnet test (Join-Path $PSScriptRoot ZkReactive.sln) -c $Configuration --no-build --nologo
}

function Invoke-Pester {
    pwsh -NoProfile -File (Join-Path $PSScriptRoot pester run.ps1)
}

function Invoke-Pack {
    dotnet pack (Join-Path $PSScriptRoot src ZkReactive.PowerShell) -c $Configuration -o $Destination --no-build --nologo
}

function Invoke-Install {
    $version = (Import-PowerShellDataFile (Join-Path $module ZkReactive.psd1)).ModuleVersion
    $userModules = ($env:PSModulePath -split [System.IO.Path]::PathSeparator)[0]
    $target = Join-Path $userModules ZkReactive $version
    if (Test-Path $target) { Remove-Item $target -Recurse }
    $null = New-Item $target -ItemType Directory -Force
    Copy-Item (Join-Path $module *) $target -Recurse
    "Installed ZkReactive $version to $target."
}

# Everything stands on a build of the same configuration.
if (-not $NoBuild) { Invoke-Build }
foreach ($one in $Task | Where-Object { $_ -ne 'Build' }) {
    switch ($one) {
        Test { Invoke-Test }
        Pester { Invoke-Pester }
        Pack { Invoke-Pack }
        Install { Invoke-Install }
    }
}

# A scheduled job that keeps a service registered from PowerShell. Register it once:
#   Register-ScheduledTask zk-web -Trigger (New-ScheduledTaskTrigger -AtStartup) -Action (New-ScheduledTaskAction pwsh "-NoProfile -File $PWD\scheduled-job.ps1")
# or, on Linux, with a line in a crontab: @reboot pwsh -NoProfile -File /opt/web/scheduled-job.ps1
param(
    [string] $Connect = $env:ZKREACTIVE_CONNECT,
    [string] $Path = '/service/shop/web',
    [string] $Address = [System.Net.Dns]::GetHostName(),
    [int] $Port = 8080,
    [timespan] $For = [timespan]::MaxValue
)
$ErrorActionPreference = 'Stop'
Import-Module ZkReactive
$null = Connect-Zk $Connect
try {
    $handle = Register-ZkService $Path $Address $Port -Probe tcp
    $end = if ($For -eq [timespan]::MaxValue) { [datetime]::MaxValue } else { [datetime]::UtcNow + $For }
    while ([datetime]::UtcNow -lt $end -and -not $handle.IsEnded) { Start-Sleep -Seconds 1 }
}
finally {
    Disconnect-Zk -All
}

# A scheduled job that keeps a service registered from PowerShell. Register it once:
#   $action = New-ScheduledTaskAction -Execute pwsh -Argument "-NoProfile -File $PWD\scheduled-job.ps1 -Connect zk1:2181,zk2:2181,zk3:2181"
#   $settings = New-ScheduledTaskSettingsSet -ExecutionTimeLimit 0 -RestartCount 999 -RestartInterval (New-TimeSpan -Minutes 1)
#   Register-ScheduledTask zk-web -Action $action -Settings $settings -Trigger (New-ScheduledTaskTrigger -AtStartup)
# (without a limit of 0 Windows ends a task after three days), or, on Linux, with a line in a crontab:
#   @reboot pwsh -NoProfile -File /opt/web/scheduled-job.ps1 -Connect zk1:2181,zk2:2181,zk3:2181
param(
    [string] $Connect = ($env:ZKREACTIVE_CONNECT ?? '127.0.0.1:2181'),
    [string] $Path = '/service/shop/web',
    [string] $Address = [System.Net.Dns]::GetHostName(),
    [int] $Port = 8080,
    [timespan] $For = [timespan]::MaxValue
)
$ErrorActionPreference = 'Stop'
Import-Module ZkReactive
$null = Connect-Zk $Connect -NoWait   # the machine may be up before ZooKeeper is
try {
    $handle = Register-ZkService $Path $Address $Port -Probe tcp
    $end = if ($For -eq [timespan]::MaxValue) { [datetime]::MaxValue } else { [datetime]::UtcNow + $For }
    while ([datetime]::UtcNow -lt $end -and -not $handle.IsEnded) { Start-Sleep -Seconds 1 }
}
finally {
    Disconnect-Zk -All
}

using ZkReactive.Cli;

using var signals = new StopSignals();
var host = CliHost.ForThisProcess();
return await CliApplication.RunAsync(args, host, signals);

namespace ZkReactive.Cli;

/// <summary>One thing that is wrong with a manifest, as JSON.</summary>
internal sealed record DeployProblemJson(string Field, string ErrorId, string Message);

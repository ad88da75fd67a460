namespace ZkReactive.Pipelines.Deploy;

/// <summary>A program to run after the switch. Carried in manifests; agents do not run it yet.</summary>
/// <param name="Command">The program.</param>
/// <param name="Arguments">Its arguments, passed as they are, never through a shell.</param>
public sealed record DeployPostDeploy(string Command, IReadOnlyList<string> Arguments);

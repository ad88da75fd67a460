namespace ZkReactive.Pipelines.Deploy.Checks;

/// <summary>A program to be run, as a list of words.</summary>
/// <param name="Program">A name on the PATH, a rooted path, or a path below <paramref name="Directory"/>.</param>
/// <param name="Arguments">Its arguments as they are.</param>
/// <param name="Directory">Where it runs: the deployed tree.</param>
/// <param name="Variables">What its environment has besides the agent's own.</param>
internal sealed record CheckedCommand(string Program, IReadOnlyList<string> Arguments, string Directory, IReadOnlyDictionary<string, string> Variables);

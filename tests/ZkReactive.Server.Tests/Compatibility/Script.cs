namespace ZkReactive.Server.Tests.Compatibility;

/// <summary>Requests of several sessions, made from a seed: the same seed, the same script.</summary>
/// <param name="Seed">Where it comes from.</param>
/// <param name="Root">The node below which it plays; no other script does.</param>
/// <param name="Sessions">How many sessions it has.</param>
/// <param name="Steps">What they send, in order.</param>
internal sealed record Script(int Seed, string Root, int Sessions, IReadOnlyList<ScriptStep> Steps)
{
    /// <summary>The node below which all scripts play.</summary>
    public const string Parent = "/scripts";
}

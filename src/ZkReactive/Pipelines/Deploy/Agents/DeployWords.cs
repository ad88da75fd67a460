namespace ZkReactive.Pipelines.Deploy.Agents;

/// <summary>The states as JSON spells them.</summary>
internal static class DeployWords
{
    private static readonly Dictionary<DeployAgentState, string> Words =
        Enum.GetValues<DeployAgentState>().ToDictionary(state => state, state => char.ToLowerInvariant(state.ToString()[0]) + state.ToString()[1..]);

    private static readonly Dictionary<string, DeployAgentState> States = Words.ToDictionary(pair => pair.Value, pair => pair.Key, StringComparer.OrdinalIgnoreCase);

    internal static string Of(DeployAgentState state) => Words[state];

    internal static DeployAgentState Read(string? word) => word is not null && States.TryGetValue(word, out var state) ? state : DeployAgentState.Unknown;
}

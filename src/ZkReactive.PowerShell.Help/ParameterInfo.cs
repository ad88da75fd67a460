namespace ZkReactive.PowerShell.Help;

/// <summary>A parameter as it is compiled.</summary>
internal sealed record ParameterInfo(
    string Name, string TypeName, bool IsSwitch, IReadOnlyList<string> Aliases, bool AllowsWildcards, string Description, IReadOnlyList<ParameterInSet> Sets);

namespace ZkReactive.PowerShell.Help;

/// <summary>A cmdlet as it is compiled.</summary>
/// <param name="Name">Verb and noun.</param>
/// <param name="DefaultSet">The default parameter set; null when there are no sets.</param>
/// <param name="Impact">How much it may do before it asks by itself; null when it writes nothing.</param>
/// <param name="Parameters">Its own parameters, those of its bases, and -WhatIf and -Confirm where it has them.</param>
/// <param name="Outputs">Full names of its output types, each with its summary.</param>
internal sealed record CmdletInfo(
    string Name, string? DefaultSet, string? Impact, IReadOnlyList<ParameterInfo> Parameters, IReadOnlyList<(string Type, string Summary)> Outputs);

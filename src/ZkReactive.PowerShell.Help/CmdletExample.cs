namespace ZkReactive.PowerShell.Help;

/// <summary>An example: title, code, what it prints, and remarks.</summary>
internal sealed record CmdletExample(string Title, string Code, string Output, IReadOnlyList<string> Remarks);

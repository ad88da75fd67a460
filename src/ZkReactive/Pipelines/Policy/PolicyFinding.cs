using System.Globalization;

namespace ZkReactive.Pipelines.Policy;

/// <summary>Something that is wrong, or odd, with a policy.</summary>
/// <param name="Policy">The policy's name; empty for the set as a whole.</param>
/// <param name="Line">The line in its XML, from 1; 0 when there is no such place.</param>
/// <param name="Column">The column in that line, from 1; 0 when there is no such place.</param>
/// <param name="Severity">What it means for the set.</param>
/// <param name="ErrorId">The kind of finding, one of <see cref="PolicyErrorIds"/>.</param>
/// <param name="Message">What is wrong and what would be right.</param>
public sealed record PolicyFinding(string Policy, int Line, int Column, PolicySeverity Severity, string ErrorId, string Message)
{
    /// <summary>Whether it makes the set unusable.</summary>
    public bool IsError => Severity == PolicySeverity.Error;

    /// <summary>Place and message on one line: <c>Acl1(3,12): …</c>.</summary>
    public override string ToString() =>
        (Policy.Length, Line) switch
        {
            (0, _) => Message,
            (_, 0) => $"{Policy}: {Message}",
            _ => string.Create(CultureInfo.InvariantCulture, $"{Policy}({Line},{Column}): {Message}"),
        };
}

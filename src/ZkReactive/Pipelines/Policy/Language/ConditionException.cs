namespace ZkReactive.Pipelines.Policy.Language;

/// <summary>A condition that cannot be read or does not type-check. Never leaves the pipeline: it becomes a finding.</summary>
internal sealed class ConditionException(string errorId, int offset, string message) : Exception(message)
{
    /// <summary>One of <see cref="PolicyErrorIds"/>.</summary>
    public string ErrorId { get; } = errorId;

    /// <summary>Where in the condition, counted from 0.</summary>
    public int Offset { get; } = offset;

    public static ConditionException Syntax(int offset, string message) => new(PolicyErrorIds.WhenSyntax, offset, message);

    public static ConditionException Type(int offset, string message) => new(PolicyErrorIds.WhenType, offset, message);
}

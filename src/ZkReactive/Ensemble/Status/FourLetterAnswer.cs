using System.Diagnostics.CodeAnalysis;

namespace ZkReactive.Ensemble.Status;

/// <summary>What came of asking a server a word.</summary>
/// <param name="Text">The answer; null when there is none.</param>
/// <param name="Problem">Why there is none; null when there is one.</param>
internal readonly record struct FourLetterAnswer(string? Text, string? Problem)
{
    /// <summary>Whether the server knows the word but was told not to answer it.</summary>
    [MemberNotNullWhen(true, nameof(Text))]
    public bool IsForbidden => Text?.Contains("not in the whitelist", StringComparison.Ordinal) == true;

    /// <summary>Whether the server answered the word itself.</summary>
    [MemberNotNullWhen(true, nameof(Text))]
    public bool IsAnswer => Text is not null && !IsForbidden;
}

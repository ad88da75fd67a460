using System.Diagnostics.CodeAnalysis;
using System.Text;
using ZkReactive.Server.Processing;

namespace ZkReactive.Server.Admin;

/// <summary>
/// The words that an admin's tool sends instead of a handshake, and their answers in Apache ZooKeeper's text.
/// Source: Apache ZooKeeper, <c>server/command/*.java</c>.
/// </summary>
internal sealed class FourLetterWords(ServerState state, Func<ZkServerStatistics> statistics)
{
    private const int Length = 4;

    private readonly Dictionary<string, Func<string>> _answers = AdminReports.All(state, statistics);

    /// <summary>Whether the first bytes of a connection are a word, and what to say to it.</summary>
    public bool TryAnswer(ReadOnlySpan<byte> received, [NotNullWhen(true)] out byte[]? answer)
    {
        answer = null;
        if (received.Length < Length) return false;
        var word = Encoding.ASCII.GetString(received[..Length]);
        if (!_answers.TryGetValue(word, out var report)) return false;
        var allowed = state.Options.FourLetterWords.Contains(word) || state.Options.FourLetterWords.Contains("*");
        answer = Encoding.UTF8.GetBytes(allowed ? report() : $"{word} is not executed because it is not in the whitelist.\n");
        return true;
    }
}

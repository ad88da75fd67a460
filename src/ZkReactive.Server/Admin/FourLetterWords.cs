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

    /// <summary>Whether the first bytes of a connection are a word, and what to say to it.</summary>
    public bool TryAnswer(ReadOnlySpan<byte> received, [NotNullWhen(true)] out byte[]? answer)
    {
        answer = null;
        // A frame's length is far too small for its first byte to be a letter.
        if (received.Length < Length || received[0] == 0) return false;
        var word = Encoding.ASCII.GetString(received[..Length]);
        if (!AdminReports.TryGet(word, out var report)) return false;
        bool broken;
        lock (state.Gate) broken = state.IsBroken;
        if (broken)
        {
            answer = Encoding.UTF8.GetBytes("This ZooKeeper instance is not currently serving requests\n");
            return true;
        }

        var allowed = state.Options.FourLetterWords.Contains(word) || state.Options.FourLetterWords.Contains(ZkServerOptions.AnyFourLetterWord);
        answer = Encoding.UTF8.GetBytes(allowed ? report(state, statistics) : $"{word} is not executed because it is not in the whitelist.\n");
        return true;
    }
}

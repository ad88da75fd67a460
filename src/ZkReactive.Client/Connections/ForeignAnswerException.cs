using System.Text;

namespace ZkReactive.Client.Connections;

/// <summary>Something answered the connect request, but not ZooKeeper: a web server, say, or a port that speaks TLS.</summary>
internal sealed class ForeignAnswerException(ReadOnlySpan<byte> answer, Exception? innerException = null)
    : IOException($"answered with bytes that are not ZooKeeper's ({Show(answer)}): is this a ZooKeeper client port?", innerException)
{
    private const int Shown = 16;

    // Text as such, because "HTTP/1.1 400" says at once what is there.
    private static string Show(ReadOnlySpan<byte> answer)
    {
        var start = answer[..Math.Min(Shown, answer.Length)];
        var line = start.IndexOfAny((byte)'\r', (byte)'\n');
        var text = line > 0 ? start[..line] : start;
        return text.ContainsAnyExceptInRange((byte)' ', (byte)'~') ? $"0x{Convert.ToHexString(start)}" : $"'{Encoding.ASCII.GetString(text)}'";
    }
}

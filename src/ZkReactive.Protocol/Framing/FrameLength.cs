using System.Diagnostics.CodeAnalysis;

namespace ZkReactive.Protocol.Framing;

/// <summary>
/// The rule for the length before each frame: 4 bytes, big-endian, 0 up to a limit. The limit is inclusive, so a frame
/// of exactly that many bytes passes. Source: ZK:zookeeper-jute/…/BinaryInputArchive.java (<c>jute.maxbuffer</c>), ZOOKEEPER-4281.
/// </summary>
public static class FrameLength
{
    /// <summary>Bytes of the length itself.</summary>
    public const int PrefixSize = 4;

    /// <summary>The limit that servers and clients have unless <c>jute.maxbuffer</c> says otherwise: 1,048,575 bytes.</summary>
    public const int DefaultLimit = 0xfffff;

    /// <summary>Throws unless <paramref name="length"/> is from 0 to <paramref name="limit"/> inclusive.</summary>
    /// <exception cref="FrameLengthException">It is not.</exception>
    public static void Ensure(int length, int limit)
    {
        if ((uint)length > (uint)limit) Throw(length, limit);
    }

    [DoesNotReturn]
    private static void Throw(int length, int limit) => throw new FrameLengthException(length, limit);
}

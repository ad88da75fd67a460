using System.Buffers.Binary;
using System.Security.Cryptography;

namespace ZkReactive.Server.Sessions;

/// <summary>The password that a client has to show to take its session up again.</summary>
internal static class SessionPassword
{
    private const int Size = 16;

    // No data file holds passwords: every server computes them from the id. Source: Apache ZooKeeper,
    // ZooKeeperServer.generatePasswd, which seeds java.util.Random (multiplier, increment and 48 bits are that class's).
    private const long Seed = 0xb3415c00;
    private const long Multiplier = 0x5deece66d;
    private const long Increment = 0xb;
    private const long StateMask = (1L << 48) - 1;

    /// <summary>A password that nobody can know: for a server whose sessions end with it.</summary>
    public static byte[] Random(long session) => RandomNumberGenerator.GetBytes(Size);

    /// <summary>The password that every Apache ZooKeeper gives to the session too: for sessions that outlive the server.</summary>
    public static byte[] Of(long session)
    {
        var password = new byte[Size];
        var state = (session ^ Seed ^ Multiplier) & StateMask;
        for (var i = 0; i < Size; i += sizeof(int))
        {
            state = unchecked((state * Multiplier) + Increment) & StateMask;
            BinaryPrimitives.WriteInt32LittleEndian(password.AsSpan(i), (int)(state >> 16));
        }

        return password;
    }
}

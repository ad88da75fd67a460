namespace ZkReactive.Server.Persistence.Format;

/// <summary>
/// The checksum of log entries and snapshots. Starts at 1; <see cref="Append"/> may be called any number of times.
/// Source: RFC 1950, section 8.
/// </summary>
internal struct Adler32()
{
    private const uint Modulus = 65521;

    // The most bytes that can be summed before the second sum could overflow 32 bits.
    private const int LongestRun = 5552;

    private uint _sum = 1;
    private uint _sumOfSums;

    /// <summary>The checksum of all bytes so far.</summary>
    public readonly uint Value => (_sumOfSums << 16) | _sum;

    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        var checksum = new Adler32();
        checksum.Append(bytes);
        return checksum.Value;
    }

    public void Append(ReadOnlySpan<byte> bytes)
    {
        var (sum, sumOfSums) = (_sum, _sumOfSums);
        while (!bytes.IsEmpty)
        {
            var run = bytes[..Math.Min(bytes.Length, LongestRun)];
            bytes = bytes[run.Length..];
            // Four at a time, so that the two sums do not wait for each other at every byte.
            for (; run.Length >= 4; run = run[4..])
            {
                uint a = run[0], b = run[1], c = run[2], d = run[3];
                sumOfSums += (4 * sum) + (4 * a) + (3 * b) + (2 * c) + d;
                sum += a + b + c + d;
            }

            foreach (var value in run)
            {
                sum += value;
                sumOfSums += sum;
            }

            sum %= Modulus;
            sumOfSums %= Modulus;
        }

        (_sum, _sumOfSums) = (sum, sumOfSums);
    }
}

using System.Text;
using ZkReactive.Server.Persistence.Format;

namespace ZkReactive.Server.Tests.Persistence.Format;

public sealed class ChecksumTests
{
    [Theory]
    [InlineData("", 1u)]
    [InlineData("a", 0x00620062u)]
    [InlineData("Wikipedia", 0x11e60398u)]
    public void Adler32_KnownTexts(string text, uint expected) => Assert.Equal(expected, Adler32.Of(Encoding.ASCII.GetBytes(text)));

    [Fact]
    public void Adler32_OfManyLargeBytes_DoesNotOverflow_AndMayBeTakenInParts()
    {
        var bytes = Enumerable.Repeat((byte)0xff, 100_003).ToArray();
        // Sum by sum, as the definition has it.
        var (sum, sumOfSums) = (1u, 0u);
        foreach (var value in bytes)
        {
            sum = (sum + value) % 65521;
            sumOfSums = (sumOfSums + sum) % 65521;
        }

        var inParts = new Adler32();
        foreach (var part in bytes.Chunk(7_919)) inParts.Append(part);

        Assert.Equal((sumOfSums << 16) | sum, Adler32.Of(bytes));
        Assert.Equal(Adler32.Of(bytes), inParts.Value);
    }

    [Theory]
    [InlineData("", 0u)]
    [InlineData("123456789", 0xcbf43926u)]
    [InlineData("The quick brown fox jumps over the lazy dog", 0x414fa339u)]
    public void Crc32_KnownTexts_WholeAndByteByByte(string text, uint expected)
    {
        var bytes = Encoding.ASCII.GetBytes(text);
        var single = Crc32.Start;
        foreach (var value in bytes) single = Crc32.Append(single, [value]);

        Assert.Equal(expected, ~Crc32.Append(Crc32.Start, bytes));
        Assert.Equal(expected, ~single);
    }
}

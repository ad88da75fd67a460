using System.Buffers;
using ZkReactive.Protocol.Jute;

namespace ZkReactive.Protocol.Tests.Records;

/// <summary>A record's value and the bytes it must have on the wire.</summary>
internal abstract class Golden(string name, byte[] bytes, bool tailIsOptional)
{
    public string Name => name;

    public byte[] Bytes => bytes;

    /// <summary>Whether the last byte may be absent: the readOnly field of the connect records.</summary>
    public bool TailIsOptional => tailIsOptional;

    public abstract Type RecordType { get; }

    public static Golden Of<T>(string name, T value, string hex, bool tailIsOptional = false)
        where T : IJuteRecord<T> =>
        new Case<T>(name, value, Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal)), tailIsOptional);

    /// <summary>The bytes that the value is written as.</summary>
    public abstract byte[] Write();

    /// <summary>Reads one record, says how many bytes are left over, and writes what was read.</summary>
    public abstract byte[] ReadAndWrite(ReadOnlySpan<byte> input, out int remaining);

    /// <summary>Reads one record and drops it.</summary>
    public abstract void Read(ReadOnlySpan<byte> input);

    public override string ToString() => name;

    private sealed class Case<T>(string name, T value, byte[] bytes, bool tailIsOptional) : Golden(name, bytes, tailIsOptional)
        where T : IJuteRecord<T>
    {
        public override Type RecordType => typeof(T);

        public override byte[] Write() => Write(value);

        public override byte[] ReadAndWrite(ReadOnlySpan<byte> input, out int remaining)
        {
            var reader = new JuteReader(input);
            var read = T.Read(ref reader);
            remaining = reader.Remaining;
            return Write(read);
        }

        public override void Read(ReadOnlySpan<byte> input)
        {
            var reader = new JuteReader(input);
            _ = T.Read(ref reader);
        }

        private static byte[] Write(T record)
        {
            var output = new ArrayBufferWriter<byte>();
            var writer = new JuteWriter(output);
            record.Write(ref writer);
            writer.Flush();
            return output.WrittenSpan.ToArray();
        }
    }
}

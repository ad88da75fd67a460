using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace ZkReactive.Protocol;

/// <summary>
/// The counter that a server appends to the names of sequential nodes: at least ten characters with leading zeros. It
/// counts to 2147483647, goes on at -2147483648, and keeps the minus in the name. Source:
/// ZK:zookeeper-server/src/main/java/org/apache/zookeeper/server/PrepRequestProcessor.java (<c>%010d</c>).
/// </summary>
public static class SequentialName
{
    private const int Digits = 10;

    /// <summary>The name as the server makes it: <c>lock-</c> and 7 give <c>lock-0000000007</c>.</summary>
    public static string Format(string prefix, int counter) =>
        // The width of ten counts the minus, so a negative number has one digit fewer to fill.
        prefix + counter.ToString(counter < 0 ? "D9" : "D10", CultureInfo.InvariantCulture);

    /// <summary>Takes a name apart when its prefix is known; exact for every counter.</summary>
    /// <param name="name">The name, without parent path.</param>
    /// <param name="prefix">The prefix that it was created with.</param>
    /// <param name="number">The counter.</param>
    public static bool TryParse(string name, string prefix, out long number)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(prefix);
        number = 0;
        if (!name.StartsWith(prefix, StringComparison.Ordinal)) return false;
        var text = name.AsSpan(prefix.Length);
        var negative = text.Length > 0 && text[0] == '-';
        return IsCounter(negative ? text[1..] : text, negative, out number);
    }

    /// <summary>
    /// Takes a name apart when its prefix is not known. One minus before ten digits that make a legal counter is taken
    /// for the end of the prefix (<c>lock-0000000007</c>), the second of two for a sign; give the prefix where that matters.
    /// </summary>
    /// <param name="name">The name, without parent path.</param>
    /// <param name="prefix">What comes before the counter.</param>
    /// <param name="number">The counter.</param>
    public static bool TryParse(string name, [NotNullWhen(true)] out string? prefix, out long number)
    {
        ArgumentNullException.ThrowIfNull(name);
        prefix = null;
        number = 0;

        var digits = 0;
        while (digits < Digits && digits < name.Length && char.IsAsciiDigit(name[^(digits + 1)])) digits++;
        var cut = name.Length - digits;
        var minus = cut > 0 && name[cut - 1] == '-';
        var text = name.AsSpan(cut);

        var signed = minus && (digits < Digits || (cut > 1 && name[cut - 2] == '-'));
        if (!signed && IsCounter(text, negative: false, out number))
        {
            prefix = name[..cut];
            return true;
        }

        if (!minus || !IsCounter(text, negative: true, out number)) return false;
        prefix = name[..(cut - 1)];
        return true;
    }

    /// <summary>
    /// Orders two counters of one parent by age, across the wrap: 2147483647 comes before -2147483648. Right as long as
    /// less than 2^31 nodes lie between them.
    /// </summary>
    /// <returns>Negative when <paramref name="left"/> is the older, positive when it is the newer, 0 when they are the same.</returns>
    public static int Compare(long left, long right) => unchecked((int)left - (int)right);

    private static bool IsCounter(ReadOnlySpan<char> digits, bool negative, out long number)
    {
        number = 0;
        if (digits.Length != Digits && !(negative && digits.Length == Digits - 1)) return false;
        if (!long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var magnitude)) return false;

        // Ten digits behind a minus always start with a figure: the zeros would have filled nine.
        if (negative && digits.Length == Digits && digits[0] == '0') return false;
        number = negative ? -magnitude : magnitude;
        return number is >= int.MinValue and <= int.MaxValue && !(negative && magnitude == 0);
    }
}

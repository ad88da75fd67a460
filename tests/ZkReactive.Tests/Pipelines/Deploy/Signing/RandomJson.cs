using System.Globalization;
using System.Text;

namespace ZkReactive.Tests.Pipelines.Deploy.Signing;

/// <summary>Random JSON values, and random ways to write one.</summary>
internal static class RandomJson
{
    private const string Letters = "aZ0 \"\\/\b\f\n\r\t\u0001\u007f\u0080é€\u2028שׁ";

    public static object? Value(Random random, int depth) => random.Next(depth > 0 ? 7 : 5) switch
    {
        0 => null,
        1 => random.Next(2) == 0,
        2 => random.Next(-1000, 1000) * 1.0,
        3 => Math.ScaleB(random.NextDouble() - 0.5, random.Next(-60, 60)),
        4 => Text(random),
        5 => Enumerable.Range(0, random.Next(4)).Select(_ => Value(random, depth - 1)).ToList(),
        _ => Enumerable.Range(0, random.Next(5)).Select(_ => (Name: Text(random), Value: Value(random, depth - 1))).DistinctBy(member => member.Name, StringComparer.Ordinal).ToList(),
    };

    public static string Spell(object? value, Random random)
    {
        var text = new StringBuilder();
        Spell(text, value, random);
        return text.ToString();
    }

    private static void Spell(StringBuilder text, object? value, Random random)
    {
        Space(text, random);
        switch (value)
        {
            case null:
                text.Append("null");
                break;
            case bool truth:
                text.Append(truth ? "true" : "false");
                break;
            case double number:
                text.Append(number.ToString(random.Next(2) == 0 ? "R" : "E16", CultureInfo.InvariantCulture));
                break;
            case string words:
                SpellText(text, words, random);
                break;
            case List<object?> items:
                List(text, '[', ']', items, item => Spell(text, item, random));
                break;
            case List<(string Name, object? Value)> members:
                var shuffled = members.ToArray();
                random.Shuffle(shuffled);
                List(text, '{', '}', shuffled, member =>
                {
                    Space(text, random);
                    SpellText(text, member.Name, random);
                    Space(text, random);
                    text.Append(':');
                    Spell(text, member.Value, random);
                });
                break;
        }

        Space(text, random);
    }

    private static void List<T>(StringBuilder text, char open, char close, IReadOnlyList<T> items, Action<T> spell)
    {
        text.Append(open);
        for (var i = 0; i < items.Count; i++)
        {
            if (i > 0) text.Append(',');
            spell(items[i]);
        }

        text.Append(close);
    }

    private static void SpellText(StringBuilder text, string words, Random random)
    {
        text.Append('"');
        foreach (var rune in words.EnumerateRunes())
        {
            if (rune.Value is '"' or '\\' or < ' ' || random.Next(4) == 0) text.Append(string.Concat(rune.ToString().Select(c => $"\\u{(int)c:x4}")));
            else text.Append(rune.ToString());
        }

        text.Append('"');
    }

    private static string Text(Random random) => string.Concat(Enumerable.Range(0, random.Next(6)).Select(_ => random.Next(12) == 0 ? "\ud83d\ude00" : Letters[random.Next(Letters.Length)].ToString()));

    private static void Space(StringBuilder text, Random random) => text.Append(random.Next(4) switch { 0 => " ", 1 => "\n\t", 2 => "\r", _ => "" });
}

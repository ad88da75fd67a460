using System.Globalization;

namespace ZkReactive.Pipelines.Discovery;

/// <summary>Which answers to an HTTP probe are right.</summary>
public sealed record HttpExpectation
{
    private const int Lowest = 100;
    private const int Highest = 999;

    /// <summary>A status from 200 to 299, with any body and a valid certificate.</summary>
    public static readonly HttpExpectation Default = new();

    /// <summary>The lowest status that is right. Default: 200; at least 100.</summary>
    public int LowestStatus { get; init; } = 200;

    /// <summary>The highest status that is right. Default: 299; at most 999, and not less than the lowest.</summary>
    public int HighestStatus { get; init; } = 299;

    /// <summary>Text that the first 64 KiB of the answer must contain, in UTF-8. Default: none.</summary>
    public string? BodyContains { get; init; }

    /// <summary>Whether any certificate will do: for services with one of their own making, on their own machine. Default: false.</summary>
    public bool IgnoresCertificate { get; init; }

    /// <summary>The same with the statuses of a text: one, such as <c>204</c>, or the first and the last, such as <c>200-399</c>.</summary>
    /// <exception cref="ArgumentException">It is neither.</exception>
    public HttpExpectation WithStatus(string text)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(text);
        var ends = text.Split('-');
        if (ends.Length <= 2
            && int.TryParse(ends[0], NumberStyles.None, CultureInfo.InvariantCulture, out var first)
            && int.TryParse(ends[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var last)
            && first >= Lowest && last <= Highest && first <= last)
        {
            return this with { LowestStatus = first, HighestStatus = last };
        }

        throw new ArgumentException($"'{text}' is not a status. Write one of {Lowest} to {Highest}, such as 204, or the first and the last, such as 200-399.", nameof(text));
    }
}

using System.Globalization;

namespace ZkReactive.Ensemble;

/// <summary>A server's times from request to answer, in milliseconds.</summary>
/// <param name="Minimum">The least.</param>
/// <param name="Average">The mean.</param>
/// <param name="Maximum">The most.</param>
public sealed record ServerLatency(double Minimum, double Average, double Maximum)
{
    /// <summary><c>least/mean/most</c> in milliseconds.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Minimum:0.##}/{Average:0.##}/{Maximum:0.##}");
}

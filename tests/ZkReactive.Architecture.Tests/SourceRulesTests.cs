using System.Globalization;
using System.Text.RegularExpressions;

namespace ZkReactive.Architecture.Tests;

/// <summary>House rules that no analyzer knows.</summary>
public sealed partial class SourceRulesTests
{
    private const int LongestFile = 400;

    [Fact]
    public void Sources_HaveNoAsyncVoidNorRegionsNorPragmaDisables()
    {
        AssertNoLine(Repository.Sources("src"), Forbidden());
    }

    [Fact]
    public void ErrorRecords_AreMadeByTheMapperAlone()
    {
        AssertNoLine(
            Repository.Sources("src").Where(file => !file.EndsWith("ErrorRecordMapper.cs", StringComparison.Ordinal)),
            NewErrorRecord());
    }

    [Fact]
    public void Files_AreShortEnoughToRead()
    {
        var tooLong = Repository.Sources("src", "tests", "bench")
            .Select(file => (file, lines: File.ReadLines(file).Count()))
            .Where(entry => entry.lines > LongestFile)
            .Select(entry => $"{Path.GetRelativePath(Repository.Root, entry.file)}: {entry.lines} lines");

        Assert.Empty(tooLong);
    }

    [Fact]
    public void LogEventIds_AreUnique()
    {
        var doubled = Repository.Sources("src")
            .SelectMany(file => EventId().Matches(File.ReadAllText(file)).Select(match => match.Groups["id"].Value))
            .GroupBy(id => id)
            .Where(group => group.Count() > 1)
            .Select(group => group.Key);

        Assert.Empty(doubled);
    }

    [Theory]
    [InlineData("Coordination", 5200, 5299)]
    [InlineData("Ensemble", 5300, 5399)]
    public void LogEventIds_AreOfTheirFoldersRange(string folder, int first, int last)
    {
        var ids = Repository.Sources("src")
            .Where(file => file.StartsWith(Path.Combine(Repository.Root, "src", "ZkReactive", folder), StringComparison.Ordinal))
            .SelectMany(file => EventId().Matches(File.ReadAllText(file)).Select(match => int.Parse(match.Groups["id"].Value, CultureInfo.InvariantCulture)))
            .ToList();
        Assert.NotEmpty(ids);
        Assert.All(ids, id => Assert.InRange(id, first, last));
    }

    private static void AssertNoLine(IEnumerable<string> files, Regex pattern)
    {
        var found = files.SelectMany(file => File.ReadLines(file)
            .Select((line, index) => (line, number: index + 1))
            .Where(entry => pattern.IsMatch(entry.line))
            .Select(entry => $"{Path.GetRelativePath(Repository.Root, file)}:{entry.number}: {entry.line.Trim()}"));

        Assert.Empty(found);
    }

    [GeneratedRegex(@"\basync void\b|^\s*#region\b|^\s*#pragma warning disable\b")]
    private static partial Regex Forbidden();

    [GeneratedRegex(@"\bnew ErrorRecord\(")]
    private static partial Regex NewErrorRecord();

    [GeneratedRegex(@"LoggerMessage\(\s*(EventId\s*=\s*)?(?<id>\d{4})")]
    private static partial Regex EventId();
}

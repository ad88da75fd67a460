using System.Text.RegularExpressions;

namespace ZkReactive.Architecture.Tests;

/// <summary>Each promise of docs/guarantees.md names a test that is there.</summary>
public sealed partial class GuaranteesTests
{
    private static readonly string[] Lines = File.ReadAllLines(Path.Combine(Repository.Root, "docs", "guarantees.md"));

    [Fact]
    public void EveryTestThatIsNamed_IsThere()
    {
        var sources = Repository.Sources("tests").ToLookup(Path.GetFileNameWithoutExtension, File.ReadAllText);
        var named = Lines.SelectMany(line => TestName().Matches(line)).Select(match => (Class: match.Groups["class"].Value, Test: match.Groups["test"].Value)).ToList();
        Assert.NotEmpty(named);
        Assert.Empty(named
            .Where(name => !sources[name.Class].Any(text => Regex.IsMatch(text, $@"^ +public (async )?(Task|void) {name.Test}\(", RegexOptions.Multiline)))
            .Select(name => $"docs/guarantees.md names {name.Class}.{name.Test}, and there is no such test."));
    }

    [Fact]
    public void EveryPromise_NamesATest()
    {
        var promises = Lines.Where(line => line.StartsWith("| ", StringComparison.Ordinal) && !line.StartsWith("| promise", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(promises);
        Assert.All(promises, line => Assert.Matches(TestName(), line));
    }

    [GeneratedRegex("`(?<class>[A-Za-z]+Tests)\\.(?<test>[A-Za-z0-9_]+)`")]
    private static partial Regex TestName();
}

using System.Reflection;

namespace ZkReactive.Architecture.Tests;

/// <summary>Holds the reference arrows of the design: a drawing does not.</summary>
public sealed class ReferenceArrowsTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["ZkReactive.Protocol"] = [],
        ["ZkReactive.Client"] = ["ZkReactive.Protocol"],
        ["ZkReactive.Server"] = ["ZkReactive.Protocol"],
        ["ZkReactive"] = ["ZkReactive.Client", "ZkReactive.Protocol"],
        ["ZkReactive.PowerShell"] = ["ZkReactive", "ZkReactive.Client", "ZkReactive.Protocol", "ZkReactive.Server"],
        ["ZkReactive.PowerShell.Help"] = [],
        ["ZkReactive.PowerShell.Loader"] = [],
        ["zkr"] = ["ZkReactive", "ZkReactive.Client", "ZkReactive.Protocol", "ZkReactive.Server"],
    };

    private static readonly string[] AboveReactive = ["ZkReactive", "ZkReactive.PowerShell", "zkr"];

    public static TheoryData<string> Projects => new(Allowed.Keys);

    [Theory]
    [MemberData(nameof(Projects))]
    public void Project_ReferencesOnlyTheProjectsBelowIt(string project)
    {
        var own = References(project).Where(name => name.StartsWith("ZkReactive", StringComparison.Ordinal));

        Assert.Empty(own.Except(Allowed[project]));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void Project_BelowTheStreams_DoesNotKnowSystemReactive(string project)
    {
        if (AboveReactive.Contains(project)) return;

        Assert.DoesNotContain("System.Reactive", References(project));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void Project_OutsideTheModule_DoesNotKnowThePowerShellEngine(string project)
    {
        if (project.StartsWith("ZkReactive.PowerShell", StringComparison.Ordinal)) return;

        Assert.DoesNotContain("System.Management.Automation", References(project));
    }

    [Fact]
    public void Loader_NeedsTheRuntimeAlone()
    {
        Assert.All(
            References("ZkReactive.PowerShell.Loader"),
            name => Assert.True(name.StartsWith("System.", StringComparison.Ordinal) || name == "netstandard", name));
    }

    [Fact]
    public void EveryProjectBelowSrc_IsInTheTable()
    {
        var folders = Directory.GetDirectories(Path.Combine(Repository.Root, "src")).Select(Path.GetFileName);

        Assert.Equal(Allowed.Count, folders.Count());
    }

    private static string[] References(string project) =>
        [.. Assembly.Load(project).GetReferencedAssemblies().Select(name => name.Name!)];
}

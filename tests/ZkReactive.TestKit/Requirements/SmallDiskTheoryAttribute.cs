using Xunit;
using ZkReactive.TestKit.Disks;

namespace ZkReactive.TestKit.Requirements;

/// <summary>A test that fills a disk; skipped with the reason where no small one can be made.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SmallDiskTheoryAttribute : TheoryAttribute
{
    public SmallDiskTheoryAttribute() => Skip = SmallDisk.Missing;
}

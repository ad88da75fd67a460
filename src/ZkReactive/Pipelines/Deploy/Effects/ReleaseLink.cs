using System.Diagnostics.CodeAnalysis;
using System.Runtime.Versioning;

namespace ZkReactive.Pipelines.Deploy.Effects;

/// <summary>The link by which a target is one of its releases.</summary>
internal static class ReleaseLink
{
    /// <summary>
    /// Points the target at a release. On Unix in one step: whoever opens the target sees the old release or the new one.
    /// Windows cannot replace a link to a directory, so there the target is absent for the moment between two renames.
    /// </summary>
    /// <exception cref="DeployWorkException">The link cannot be made.</exception>
    internal static void Switch(DeployTarget target, ReleaseStore store, string release)
    {
        var text = Path.Combine(target.ReleasesName, Path.GetFileName(release));
        var temporary = store.NewTemporary();
        try
        {
            if (OperatingSystem.IsWindows())
            {
                LinkOnWindows(temporary, text, release);
                if (new DirectoryInfo(target.Location).LinkTarget is not null) Directory.Delete(target.Location);
                Directory.Move(temporary, target.Location);
            }
            else
            {
                // The text is relative to the target's directory, so here, one level deeper, the link leads nowhere; .NET
                // therefore takes it for a file and renames it over the old link in one system call.
                File.CreateSymbolicLink(temporary, text);
                File.Move(temporary, target.Location, overwrite: true);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            var advice = OperatingSystem.IsWindows() ? " Neither a symbolic link nor a junction could be made: the disk must be NTFS or ReFS; or publish with mode inPlace." : "";
            throw new DeployWorkException(DeployErrorIds.SwitchFailed, $"'{target.Location}' cannot be switched to '{text}': {e.Message}{advice}", e);
        }
    }

    /// <summary>
    /// A symbolic link where the account may make one; else a junction, which everybody may make. A junction names its target
    /// by its whole path, so a root that is moved needs a deploy to be mended.
    /// </summary>
    [SupportedOSPlatform("windows")]
    [ExcludeFromCodeCoverage]
    private static void LinkOnWindows(string link, string text, string release)
    {
        try
        {
            Directory.CreateSymbolicLink(link, text);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            if (Path.Exists(link)) throw;
            Junction.Create(link, Path.GetFullPath(release));
        }
    }
}

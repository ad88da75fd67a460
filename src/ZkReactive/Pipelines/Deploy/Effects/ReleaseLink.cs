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
                Directory.CreateSymbolicLink(temporary, text);
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
            var advice = OperatingSystem.IsWindows() ? " Links need the right to create symbolic links, or developer mode; or publish with mode inPlace." : "";
            throw new DeployWorkException(DeployErrorIds.SwitchFailed, $"'{target.Location}' cannot be switched to '{text}': {e.Message}{advice}", e);
        }
    }
}

using System.Management.Automation;
using ZkReactive.PowerShell.Sessions;

namespace ZkReactive.PowerShell.Drive;

/// <summary>
/// The drives that come and go with sessions: the first is <c>zk:</c>, others are called as their session; a session whose
/// name is no drive's, or is taken, gets none. A drive never moves to another session.
/// </summary>
internal static class SessionDrives
{
    private const string FirstName = "zk";
    private const string Everywhere = "Global";

    /// <summary>Makes the drive of a session that was just opened.</summary>
    public static void Add(SessionState state, ZkSession session)
    {
        if (ProviderOf(state) is not { } provider) return;
        if (NameFor(session, state.Drive.GetAll().Select(drive => drive.Name)) is { } name) state.Drive.New(Make(name, provider, session), Everywhere);
    }

    /// <summary>Removes every drive of a session that is about to be closed; whoever is there goes to the file system.</summary>
    public static void Remove(SessionState state, ZkSession session)
    {
        if (ProviderOf(state) is not { } provider) return;
        foreach (var drive in state.Drive.GetAllForProvider(provider.Name).OfType<ZkDriveInfo>().Where(drive => drive.Session == session).ToArray())
        {
            if (state.Path.CurrentLocation.Drive == drive) state.Path.SetLocation(state.Path.CurrentFileSystemLocation.Path);
            state.Drive.Remove(drive.Name, force: true, scope: null);
        }
    }

    /// <summary>The name for a session's drive; null when there is none for it.</summary>
    public static string? NameFor(ZkSession session, IEnumerable<string> taken)
    {
        var names = taken.ToHashSet(StringComparer.OrdinalIgnoreCase);
        return new[] { FirstName, session.Name }.FirstOrDefault(name => !names.Contains(name) && DrivePath.Label(name) == name && name.Length > 0);
    }

    /// <summary>Makes a drive over the whole tree of a session.</summary>
    public static ZkDriveInfo Make(string name, ProviderInfo provider, ZkSession session) => new(
        new PSDriveInfo(name, provider, DrivePath.Label(session.Name), session.ConnectString, null), session, ownsSession: false);

    // By its type: another version of the module may have a provider of the same name.
    private static ProviderInfo? ProviderOf(SessionState state) =>
        state.Provider.GetAll().FirstOrDefault(provider => provider.ImplementingType == typeof(ZkDriveProvider));
}

using System.Management.Automation;
using ZkReactive.PowerShell.Sessions;

namespace ZkReactive.PowerShell.Drive;

/// <summary>A drive over a session: its root is the session's name with, after it, the path of the node it starts at.</summary>
public sealed class ZkDriveInfo : PSDriveInfo
{
    internal ZkDriveInfo(PSDriveInfo drive, ZkSession session, bool ownsSession)
        : base(drive)
    {
        Session = session;
        OwnsSession = ownsSession;
    }

    /// <summary>The session whose nodes it shows.</summary>
    public ZkSession Session { get; }

    /// <summary>Whether the session was connected for this drive, and so is closed with it.</summary>
    public bool OwnsSession { get; }
}

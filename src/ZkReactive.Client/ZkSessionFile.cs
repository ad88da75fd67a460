using System.Text.Json;
using ZkReactive.Client.Sessions;

namespace ZkReactive.Client;

/// <summary>
/// Keeps a session's ticket in a file between two processes. Only the owner may read it (mode 0600; on Windows an access
/// list with one entry), and it is replaced whole: a process that dies while it writes leaves the ticket before.
/// </summary>
/// <remarks>Not a lock: when two processes take up the same session, the servers move it to and fro between them.</remarks>
public static class ZkSessionFile
{
    /// <summary>Writes the ticket, in place of the one before; directories are made when missing.</summary>
    /// <exception cref="IOException">The disk refuses.</exception>
    /// <exception cref="UnauthorizedAccessException">The file or its directory may not be written.</exception>
    public static void Write(string path, ZkSessionTicket ticket)
    {
        ArgumentNullException.ThrowIfNull(ticket);
        var full = Path.GetFullPath(path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        var temporary = full + ".tmp";
        File.Delete(temporary);
        var stored = new StoredTicket(
            ticket.Id.ToString(), Convert.ToBase64String(ticket.Password.Span), ticket.LastZxid.Value,
            (long)ticket.NegotiatedTimeout.TotalMilliseconds, ticket.LastHeard, ticket.Servers);
        using (var stream = OwnerOnlyFile.Create(temporary))
        {
            JsonSerializer.Serialize(stream, stored, StoredTicketJson.Default.StoredTicket);
            stream.Flush(flushToDisk: true);
        }

        File.Move(temporary, full, overwrite: true);
    }

    /// <summary>Reads the ticket.</summary>
    /// <param name="path">The file.</param>
    /// <param name="problem">
    /// Why there is none, when the file is there: it cannot be read, it is damaged, or others have rights on it, so that the
    /// session may be used by somebody else. Null when there simply is no file.
    /// </param>
    /// <returns>The ticket; null when there is none that can be used, and a new session has to do.</returns>
    public static ZkSessionTicket? Read(string path, out string? problem)
    {
        problem = null;
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
            if (OwnerOnlyFile.RightsOfOthers(stream) is var rights and not UnixFileMode.None)
            {
                problem = $"The session file '{path}' is open to others ({rights}), who may be using the session: it is not taken up.";
                return null;
            }

            return JsonSerializer.Deserialize(stream, StoredTicketJson.Default.StoredTicket)!.ToTicket();
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (e is JsonException or FormatException or NullReferenceException or ArgumentException or OverflowException)
        {
            problem = $"The session file '{path}' is damaged: it is not taken up.";
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problem = $"The session file '{path}' cannot be read: {e.Message}";
            return null;
        }
    }

    /// <summary>Forgets the ticket: its session was closed or is in use. No file is no error.</summary>
    /// <exception cref="IOException">The disk refuses.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be removed.</exception>
    public static void Delete(string path)
    {
        if (File.Exists(path)) File.Delete(path);
    }
}

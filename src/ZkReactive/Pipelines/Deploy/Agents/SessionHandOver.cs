using Microsoft.Extensions.Logging;
using ZkReactive.Client;
using ZkReactive.Pipelines.Deploy.Effects;

namespace ZkReactive.Pipelines.Deploy.Agents;

/// <summary>Hands an agent's session, and with it its presence, from one scheduled run to the next, by a file in the state directory.</summary>
internal sealed partial class SessionHandOver
{
    private readonly DeployStateDirectory _directory;
    private readonly ZkClientOptions _connection;
    private readonly ILogger _logger;
    private readonly ZkSessionTicket? _ticket;
    private readonly IZkClient _client;

    /// <summary>Starts a client on the session that the run before left, if it left one.</summary>
    internal SessionHandOver(DeployStateDirectory directory, ZkClientOptions connection, ILogger logger)
    {
        _directory = directory;
        _logger = logger;
        _ticket = ZkSessionFile.Read(directory.TicketFile, out var problem);
        if (problem is not null) LogNotTaken(problem);
        if (_ticket?.IsOf(connection.ConnectString) == false) _ticket = null;
        _connection = connection with { Resume = _ticket };
        _client = ZkClient.Start(_connection);
    }

    /// <summary>The run's connection; the caller's to dispose.</summary>
    internal IZkClient Client => _client;

    private DateTimeOffset Now => _connection.TimeProvider.GetUtcNow();

    /// <summary>What became of the session that was left, now that a server has answered; null when none was.</summary>
    internal DeployEvent? Arrived() => _ticket switch
    {
        null => null,
        _ when _client.Session.SessionNumber == 1 => new DeployEvent.SessionTaken(Now, _ticket.Id, _ticket.LastHeard),
        _ => new DeployEvent.SessionLapsed(Now, _ticket.Id, _ticket.LastHeard, _ticket.NegotiatedTimeout),
    };

    /// <summary>Detaches the client and leaves its session to the next run; null when there was none to leave.</summary>
    internal async Task<DeployEvent?> LeaveAsync()
    {
        var ticket = await _client.DetachAsync().ConfigureAwait(false);
        if (ticket is null)
        {
            Forget();
            return null;
        }

        try
        {
            ZkSessionFile.Write(_directory.TicketFile, ticket);
            return new DeployEvent.SessionLeft(Now, ticket.Id, ticket.EndsAt, ticket.NegotiatedTimeout, _connection.SessionTimeout);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The next run registers anew; until then the presence tells the truth.
            LogNotLeft(e, _directory.TicketFile);
            return null;
        }
    }

    /// <summary>The session was closed: nobody is to ask for it.</summary>
    internal void Forget()
    {
        try
        {
            ZkSessionFile.Delete(_directory.TicketFile);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The next run asks for it in vain and opens another.
            LogNotLeft(e, _directory.TicketFile);
        }
    }

    [LoggerMessage(5126, LogLevel.Warning, "{Problem}")]
    private partial void LogNotTaken(string problem);

    [LoggerMessage(5127, LogLevel.Warning, "The session file '{File}' cannot be written")]
    private partial void LogNotLeft(Exception exception, string file);
}

using ZkReactive.Pipelines.Discovery;

namespace ZkReactive.PowerShell.Sessions;

/// <content>Services that are registered and followed in the sessions of this runspace.</content>
internal sealed partial class RunspaceResources
{
    private readonly List<(ZkSession Session, ServiceRegistration Registration)> _registrations = [];
    private readonly Dictionary<(ZkSession Session, string? StateDirectory), ServiceCatalog> _catalogs = [];

    /// <summary>The registrations that have not ended, oldest first.</summary>
    public IReadOnlyList<ServiceRegistration> Registrations
    {
        get
        {
            lock (_gate) return [.. _registrations.Select(one => one.Registration).Where(one => !one.Completion.IsCompleted)];
        }
    }

    /// <summary>Takes a registration in; those that have ended are forgotten.</summary>
    public void AddRegistration(ZkSession session, ServiceRegistration registration)
    {
        lock (_gate)
        {
            _registrations.RemoveAll(one => one.Registration.Completion.IsCompleted);
            _registrations.Add((session, registration));
        }
    }

    /// <summary>Whether a registration lives in a session.</summary>
    public bool IsOf(ServiceRegistration registration, ZkSession session)
    {
        lock (_gate) return _registrations.Contains((session, registration));
    }

    /// <summary>Takes an instance out and forgets its registration.</summary>
    public async Task StopAsync(ServiceRegistration registration, CancellationToken cancellationToken)
    {
        await registration.StopAsync(cancellationToken);
        lock (_gate) _registrations.RemoveAll(one => ReferenceEquals(one.Registration, registration));
    }

    /// <summary>The services that are followed in a session; each keeps its list until the session is closed.</summary>
    public ServiceCatalog CatalogOf(ZkSession session, string? stateDirectory)
    {
        lock (_gate)
        {
            if (!_catalogs.TryGetValue((session, stateDirectory), out var catalog))
                _catalogs.Add((session, stateDirectory), catalog = new ServiceCatalog(session.Client, new ServiceCacheOptions { StateDirectory = stateDirectory }));
            return catalog;
        }
    }

    /// <summary>Takes out what a session registered and stops what it follows. Closing the session takes out what that cannot.</summary>
    private async Task LeaveServicesAsync(ZkSession session)
    {
        (ZkSession Session, ServiceRegistration Registration)[] registrations;
        KeyValuePair<(ZkSession Session, string? StateDirectory), ServiceCatalog>[] catalogs;
        lock (_gate)
        {
            registrations = [.. _registrations.Where(one => one.Session == session)];
            _registrations.RemoveAll(one => one.Session == session);
            catalogs = [.. _catalogs.Where(one => one.Key.Session == session)];
            foreach (var one in catalogs) _catalogs.Remove(one.Key);
        }

        if (session.IsConnected) await Task.WhenAll(registrations.Select(one => one.Registration.DisposeAsync().AsTask()));
        foreach (var one in catalogs) await one.Value.DisposeAsync();
    }
}

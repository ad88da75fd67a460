namespace ZkReactive.Client.Watches;

/// <summary>A watch whose request may be under way, so that no removal may overtake it.</summary>
internal interface IReservableWatch
{
    /// <summary>The node as the server sees it.</summary>
    string ServerPath { get; }

    /// <summary>The connection that its request is under way on; 0 for none. Kept by the registry.</summary>
    int ReservedIn { get; set; }
}

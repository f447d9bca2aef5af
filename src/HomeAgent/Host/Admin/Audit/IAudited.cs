namespace DsMip.HomeAgent.Admin.Audit;

/// <summary>A body that says what it is about.</summary>
internal interface IAudited
{
    /// <summary>Nothing that is no address: whoever takes one member for another may have put a key there. Null: not said.</summary>
    string? Target { get; }
}

namespace DsMip.HomeAgent.Edge.Blocks;

/// <summary>Edge to all other edges, again and again: I know all bindings, and want my blocks.</summary>
public sealed record EdgeReady
{
    public static readonly EdgeReady Instance = new();
}

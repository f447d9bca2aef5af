namespace DsMip.HomeAgent.Edge.Blocks;

/// <summary>Edge to all other edges, again and again: somebody else is to have my blocks.</summary>
public sealed record EdgeDraining
{
    public static readonly EdgeDraining Instance = new();
}

namespace DsMip.Lab.Walk;

/// <summary>Follows the walk for a person or a log.</summary>
public interface IWalkView
{
    /// <summary>What is being done now, in a few words.</summary>
    void Doing(string what);

    /// <summary>A move has been measured, or its row has become more complete.</summary>
    void Moved(MoveResult move);
}

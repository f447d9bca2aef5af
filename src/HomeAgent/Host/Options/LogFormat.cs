namespace DsMip.HomeAgent.Options;

/// <summary>How the log is written, one line for each event either way.</summary>
public enum LogFormat
{
    /// <summary>For people.</summary>
    Line,

    /// <summary>An object with the time, the level, the category, and the values in the message by name.</summary>
    Json,
}

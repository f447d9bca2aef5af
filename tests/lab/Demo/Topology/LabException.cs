namespace DsMip.Lab.Topology;

/// <summary>The lab itself is broken (not what it tests); the message says what to do.</summary>
public sealed class LabException : Exception
{
    public LabException(string message)
        : base(message)
    {
    }

    public LabException(string message, Exception inner)
        : base(message, inner)
    {
    }

    public LabException()
    {
    }
}

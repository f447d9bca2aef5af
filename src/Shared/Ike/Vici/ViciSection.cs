using System.Collections;

namespace DsMip.Ike.Vici;

/// <summary>Keys in their order, each with an item. A message is one, and what a message nests are further ones.</summary>
public sealed class ViciSection : ViciItem, IEnumerable<KeyValuePair<string, ViciItem>>
{
    private readonly List<KeyValuePair<string, ViciItem>> _items = [];

    public int Count => _items.Count;

    public void Add(string key, ViciItem item) => _items.Add(new(key, item));

    /// <summary>Text of the value of this key; null if there is none.</summary>
    public string? Text(string key) => (Find(key) as ViciValue)?.Text;

    /// <summary>Texts of the list of this key; empty if there is none.</summary>
    public IReadOnlyList<string> Texts(string key) => Find(key) is ViciList list ? [.. list.Values.Select(value => value.Text)] : [];

    public ViciSection? Section(string key) => Find(key) as ViciSection;

    public IEnumerable<KeyValuePair<string, ViciSection>> Sections() =>
        from item in _items where item.Value is ViciSection select new KeyValuePair<string, ViciSection>(item.Key, (ViciSection)item.Value);

    public IEnumerator<KeyValuePair<string, ViciItem>> GetEnumerator() => _items.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private ViciItem? Find(string key)
    {
        foreach (var item in _items)
            if (item.Key == key) return item.Value;
        return null;
    }
}

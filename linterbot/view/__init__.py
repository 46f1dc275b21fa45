"""What a reader of a page sees: its words, names, titles and phrases, and what kind of page it is.

`markup/` says where the parts of a page are; checks ask here what they mean.
"""

import { Code, List, Text, Title } from '@mantine/core'
import { Fragment, useMemo } from 'react'
import type { ReactNode } from 'react'
import { parseMarkdown } from '../lib/markdown.ts'
import type { Block, Inline } from '../lib/markdown.ts'

export interface MarkdownProps {
  text: string
  /** The level of its first headings on the page. */
  headings?: 2 | 3 | 4
}

/** Docs of blocks and articles. */
export function Markdown({ text, headings = 2 }: MarkdownProps) {
  const blocks = useMemo(() => parseMarkdown(text), [text])
  return (
    <div className="markdown">
      {blocks.map((block, index) => (
        <Fragment key={index}>{showBlock(block, headings)}</Fragment>
      ))}
    </div>
  )
}

function showBlock(block: Block, headings: number): ReactNode {
  switch (block.kind) {
    case 'heading':
      return <Title order={Math.min(6, headings + block.level - 1) as 2}>{showInline(block.inline)}</Title>
    case 'paragraph':
      return <Text component="p">{showInline(block.inline)}</Text>
    case 'code':
      return <Code block>{block.text}</Code>
    case 'list':
      return (
        <List type={block.isOrdered ? 'ordered' : 'unordered'}>
          {block.items.map((item, index) => (
            <List.Item key={index}>{showInline(item)}</List.Item>
          ))}
        </List>
      )
  }
}

function showInline(inline: Inline[]): ReactNode {
  return inline.map((part, index) => <Fragment key={index}>{showPart(part)}</Fragment>)
}

function showPart(part: Inline): ReactNode {
  switch (part.kind) {
    case 'strong':
      return <strong>{part.text}</strong>
    case 'em':
      return <em>{part.text}</em>
    case 'code':
      return <Code>{part.text}</Code>
    case 'text':
      return part.text
    case 'link':
      return (
        <a href={part.href} target="_blank" rel="noreferrer">
          {part.text}
        </a>
      )
  }
}

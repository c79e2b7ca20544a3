import { expect, onTestFinished, test } from 'vitest'
import { startProduct } from '#test/fixtures/product.ts'
import { password, setupLink } from './person.ts'
import { openTab } from './tab.ts'

test('the first account is made by the link of the first start; its owner leaves and comes back', async () => {
  const product = await startProduct()
  onTestFinished(() => product.remove())
  const link = await setupLink(product)
  const { page } = await openTab({ url: product.instance().url! })
  await page.goto('/')
  await page.getByRole('heading', { name: 'EcoKI is not set up yet' }).waitFor()
  await page.goto(link)
  await page.getByLabel('Your name').fill('Erika Muster')
  await page.getByLabel('E-mail address').fill('erika@plant.example')
  await page.getByLabel('New password').fill(password)
  await page.getByRole('button', { name: 'Make account and sign in' }).click()
  await page.getByRole('heading', { name: 'Start', exact: true }).waitFor()

  await page.getByRole('button', { name: 'Account: Erika Muster' }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await page.getByRole('heading', { name: 'Sign in' }).waitFor()
  await page.getByLabel('E-mail address').fill('erika@plant.example')
  await page.getByLabel('Password').first().fill('not that one at all')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByText('This address and password do not belong together.').waitFor()
  await page.getByLabel('Password').first().fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('heading', { name: 'Start', exact: true }).waitFor()

  await page.goto(link)
  await page.getByText('This link does not work (any more).').waitFor()
  expect(await page.getByLabel('Your name').count()).toBe(0)
})
